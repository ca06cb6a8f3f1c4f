namespace Orleans.Muc.Testing;

/// <summary>A fresh directory that goes away with the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Its full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("orleans-muc-").FullName;

    /// <summary>The full path of a file or folder inside it.</summary>
    public string Inside(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
