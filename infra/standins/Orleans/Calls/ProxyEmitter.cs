using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Copying;

namespace Orleans.Runtime
{
    /// <summary>Writes, at run time, the class that implements a grain interface by sending, and for each of its methods the class of its requests.</summary>
    internal static class ProxyEmitter
    {
        private static readonly Lock s_gate = new();
        private static readonly AssemblyBuilder s_assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Orleans.Standin.Proxies"), AssemblyBuilderAccess.Run);
        private static readonly ModuleBuilder s_module = s_assembly.DefineDynamicModule("Proxies");
        private static readonly HashSet<string> s_visible = [];
        private static readonly ConstructorInfo s_referenceConstructor =
            typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainReferenceShared), typeof(IdSpan)])!;

        private static int s_count;

        public static Func<GrainReferenceShared, IdSpan, GrainReference> Emit(InterfaceInfo face)
        {
            lock (s_gate)
            {
                MakeVisible(typeof(ProxyEmitter).Assembly);
                foreach (var type in face.Methods.SelectMany(m => m.ParameterTypes.Append(m.Method.ReturnType)).Append(face.Type).Concat(face.Type.GetInterfaces()))
                {
                    MakeVisible(type);
                }

                var proxy = s_module.DefineType(
                    $"Proxy{++s_count}.{face.Type.Name}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [face.Type, .. face.Type.GetInterfaces()]);
                DefineConstructor(proxy);
                foreach (var method in face.Methods)
                {
                    DefineMethod(proxy, method, DefineRequest(method));
                }

                return DefineFactory(proxy.CreateType());
            }
        }

        private static void DefineConstructor(TypeBuilder proxy)
        {
            Type[] parameters = [typeof(GrainReferenceShared), typeof(IdSpan)];
            var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters);
            var il = constructor.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Call, s_referenceConstructor);
            il.Emit(OpCodes.Ret);
        }

        private static Func<GrainReferenceShared, IdSpan, GrainReference> DefineFactory(Type proxy)
        {
            var create = new DynamicMethod("Create", typeof(GrainReference), [typeof(GrainReferenceShared), typeof(IdSpan)], typeof(ProxyEmitter).Module, skipVisibility: true);
            var il = create.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Newobj, proxy.GetConstructor([typeof(GrainReferenceShared), typeof(IdSpan)])!);
            il.Emit(OpCodes.Ret);
            return create.CreateDelegate<Func<GrainReferenceShared, IdSpan, GrainReference>>();
        }

        // R Method(args) => Send(new Request(args));
        private static void DefineMethod(TypeBuilder proxy, MethodDescriptor method, ConstructorInfo newRequest)
        {
            var target = method.Method;
            var implementation = proxy.DefineMethod(
                $"{target.DeclaringType!.FullName}.{target.Name}",
                MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
                target.ReturnType,
                method.ParameterTypes);
            var il = implementation.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            for (var i = 1; i <= method.ParameterTypes.Length; i++)
            {
                il.Emit(OpCodes.Ldarg, (short)i);
            }

            il.Emit(OpCodes.Newobj, newRequest);
            il.Emit(OpCodes.Call, SenderFor(method));
            il.Emit(OpCodes.Ret);
            proxy.DefineMethodOverride(implementation, target);
        }

        // sealed class Request(args) : TaskRequest<R>(Descriptor) { Call(target) => ((IFace)target).Method(args); CopyArguments(context) { arg0 = Copier<A>.Copy(arg0, context); … } }
        private static ConstructorInfo DefineRequest(MethodDescriptor method)
        {
            var parent = RequestTypeFor(method);
            var request = s_module.DefineType($"Request{++s_count}.{method.Name}", TypeAttributes.Public | TypeAttributes.Sealed, parent);
            var descriptor = request.DefineField("Descriptor", typeof(MethodDescriptor), FieldAttributes.Public | FieldAttributes.Static);
            var arguments = method.ParameterTypes.Select((type, i) => request.DefineField($"arg{i}", type, FieldAttributes.Public)).ToArray();

            var il = request.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, method.ParameterTypes).GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldsfld, descriptor);
            il.Emit(OpCodes.Call, parent.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [typeof(MethodDescriptor)])!);
            for (var i = 0; i < arguments.Length; i++)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldarg, (short)(i + 1));
                il.Emit(OpCodes.Stfld, arguments[i]);
            }

            il.Emit(OpCodes.Ret);
            DefineCall(request, parent, method, arguments);
            if (method.CopiesArguments)
            {
                DefineCopyArguments(request, method, arguments);
            }

            var type = request.CreateType();
            type.GetField("Descriptor")!.SetValue(null, method);
            return type.GetConstructor(method.ParameterTypes)!;
        }

        private static void DefineCall(TypeBuilder request, Type parent, MethodDescriptor method, FieldBuilder[] arguments)
        {
            var call = parent.GetMethod("Call")!;
            var implementation = request.DefineMethod("Call", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, call.ReturnType, [typeof(object)]);
            var il = implementation.GetILGenerator();
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Castclass, method.Method.DeclaringType!);
            foreach (var argument in arguments)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldfld, argument);
            }

            il.Emit(OpCodes.Callvirt, method.Method);
            il.Emit(OpCodes.Ret);
            request.DefineMethodOverride(implementation, call);
        }

        private static void DefineCopyArguments(TypeBuilder request, MethodDescriptor method, FieldBuilder[] arguments)
        {
            var copy = typeof(GrainRequest).GetMethod(nameof(GrainRequest.CopyArguments))!;
            var implementation = request.DefineMethod(copy.Name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(void), [typeof(CopyContext)]);
            var il = implementation.GetILGenerator();
            for (var i = 0; i < arguments.Length; i++)
            {
                if (method.CopiedParameters[i])
                {
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Ldfld, arguments[i]);
                    il.Emit(OpCodes.Ldarg_1);
                    il.Emit(OpCodes.Call, typeof(Copier<>).MakeGenericType(method.ParameterTypes[i]).GetMethod(nameof(Copier<int>.Copy))!);
                    il.Emit(OpCodes.Stfld, arguments[i]);
                }
            }

            il.Emit(OpCodes.Ret);
            request.DefineMethodOverride(implementation, copy);
        }

        private static Type RequestTypeFor(MethodDescriptor method)
        {
            var returned = method.Method.ReturnType;
            return returned switch
            {
                _ when returned == typeof(Task) => typeof(TaskRequest),
                _ when returned == typeof(ValueTask) => typeof(ValueTaskRequest),
                _ when returned == typeof(void) => typeof(VoidRequest),
                { IsGenericType: true } when returned.GetGenericTypeDefinition() == typeof(Task<>) => typeof(TaskRequest<>).MakeGenericType(method.ResultType!),
                { IsGenericType: true } when returned.GetGenericTypeDefinition() == typeof(ValueTask<>) => typeof(ValueTaskRequest<>).MakeGenericType(method.ResultType!),
                _ => throw new NotSupportedException($"{method.Name} returns {returned}; a grain method returns Task or ValueTask."),
            };
        }

        private static MethodInfo SenderFor(MethodDescriptor method)
        {
            var returned = method.Method.ReturnType;
            var name = returned switch
            {
                _ when returned == typeof(void) => nameof(GrainReference.SendVoid),
                _ when returned == typeof(ValueTask) => nameof(GrainReference.SendValueless),
                { IsValueType: true } => nameof(GrainReference.SendValue),
                _ => nameof(GrainReference.Send),
            };
            var sender = typeof(GrainReference).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
            return sender.IsGenericMethodDefinition ? sender.MakeGenericMethod(method.ResultType ?? typeof(Nothing)) : sender;
        }

        private static void MakeVisible(Type type)
        {
            MakeVisible(type.Assembly);
            foreach (var part in type.IsGenericType ? type.GetGenericArguments() : type.HasElementType ? [type.GetElementType()!] : Type.EmptyTypes)
            {
                MakeVisible(part);
            }
        }

        private static void MakeVisible(Assembly assembly)
        {
            if (s_visible.Add(assembly.GetName().Name!))
            {
                s_assembly.SetCustomAttribute(new CustomAttributeBuilder(
                    typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!, [assembly.GetName().Name!]));
            }
        }
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>The runtime knows this attribute by its name: the assembly may use what is internal to another.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
    {
        public string AssemblyName { get; } = assemblyName;
    }
}
