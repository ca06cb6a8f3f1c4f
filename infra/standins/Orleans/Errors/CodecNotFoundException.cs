namespace Orleans.Serialization;

/// <summary>A value of a type that may not cross a call.</summary>
[GenerateSerializer]
public sealed class CodecNotFoundException : Exception
{
    public CodecNotFoundException(string message)
        : base(message)
    {
    }

    internal CodecNotFoundException(Type type)
        : this($"A value of type {type} can't cross a grain call: the type has no [GenerateSerializer], and no converter is registered for it.")
    {
    }
}
