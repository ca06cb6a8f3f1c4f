using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Copying;

/// <summary>Writes, at run time, the copy function of a type from its <see cref="MemberPlan"/>: a new object with the planned members copied, the rest at its defaults.</summary>
internal static class MemberCopierEmitter
{
    private static readonly MethodInfo s_known = typeof(CopyContext).GetMethod(nameof(CopyContext.Known))!;
    private static readonly MethodInfo s_record = typeof(CopyContext).GetMethod(nameof(CopyContext.Record))!;

    public static Delegate Emit(MemberPlan plan)
    {
        var type = plan.Type;
        var method = new DynamicMethod($"Copy {type.Name}", type, [type, typeof(CopyContext)], typeof(MemberCopierEmitter).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var copy = il.DeclareLocal(type);
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Ldloca, copy);
            il.Emit(OpCodes.Initobj, type);
        }
        else
        {
            ReturnIfKnown(il, type);
            Create(il, type);
            il.Emit(OpCodes.Stloc, copy);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldloc, copy);
            il.Emit(OpCodes.Call, s_record);
        }

        foreach (var member in plan.Members)
        {
            CopyMember(il, type, copy, member);
        }

        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate(typeof(CopyFunction<>).MakeGenericType(type));
    }

    private static void ReturnIfKnown(ILGenerator il, Type type)
    {
        var unknown = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, s_known);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Brfalse, unknown);
        il.Emit(OpCodes.Castclass, type);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(unknown);
        il.Emit(OpCodes.Pop);
    }

    // By its parameterless constructor if it has one, else with no constructor run at all.
    private static void Create(ILGenerator il, Type type)
    {
        if (type.GetConstructor(BindingFlags.Instance | BindingFlags.Public, []) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
            return;
        }

        il.Emit(OpCodes.Ldtoken, type);
        il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        il.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
        il.Emit(OpCodes.Castclass, type);
    }

    private static void CopyMember(ILGenerator il, Type type, LocalBuilder copy, MemberPlan.Member member)
    {
        var (load, owner) = type.IsValueType ? (OpCodes.Ldloca, OpCodes.Ldarga) : (OpCodes.Ldloc, OpCodes.Ldarg);
        il.Emit(load, copy);
        il.Emit(owner, (short)0);
        if (member.Field is { } field)
        {
            il.Emit(OpCodes.Ldfld, field);
            CopyValue(il, member);
            il.Emit(OpCodes.Stfld, field);
        }
        else
        {
            il.Emit(OpCodes.Call, member.Property!.GetMethod!);
            CopyValue(il, member);
            il.Emit(OpCodes.Call, member.Property.SetMethod!);
        }
    }

    private static void CopyValue(ILGenerator il, MemberPlan.Member member)
    {
        if (!member.IsShared && !Immutability.IsImmutable(member.ValueType))
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Call, typeof(Copier<>).MakeGenericType(member.ValueType).GetMethod(nameof(Copier<int>.Copy))!);
        }
    }
}
