namespace Nightshift.Clusters.Tests.Releases;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nightshift-clusters-").FullName;

    public string this[string below] => System.IO.Path.Combine(Path, below);

    public void Write(string below, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[below])!);
        File.WriteAllText(this[below], text);
        File.SetUnixFileMode(this[below], mode);
    }

    public string Read(string below) => File.ReadAllText(this[below]);

    public bool Has(string below) => Path.Length > 0 && (File.Exists(this[below]) || Directory.Exists(this[below]));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
