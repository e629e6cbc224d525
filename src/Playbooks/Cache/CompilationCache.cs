using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Nightshift.Playbooks;

/// <summary>
/// Compiled playbooks on disk, one file per key: 8 bytes <c>NSPB0001</c>, SHA-256 of all that follows, little-endian length of the descriptor, the
/// descriptor as JSON, the assembly. A file is written beside and renamed, and one that does not match its digest is as good as none.
/// </summary>
internal sealed class CompilationCache(string? folder, ILogger<CompilationCache> logger)
{
    private const int MostEntries = 256;
    private const int HeaderLength = 8 + SHA256.HashSizeInBytes + sizeof(int);

    private static ReadOnlySpan<byte> Magic => "NSPB0001"u8;

    public CompiledPlaybook? Find(string key)
    {
        if (folder is null) return null;
        try
        {
            var path = PathOf(key);
            if (!File.Exists(path)) return null;
            var entry = Parse(key, File.ReadAllBytes(path));
            if (entry is null) PlaybookLog.CacheEntryDamaged(logger, path);
            return entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            PlaybookLog.CacheUnusable(logger, e, folder);
            return null;
        }
    }

    /// <summary>Keeps an entry. A disk that refuses only costs the time of the next compilation, so it is logged.</summary>
    public void Keep(CompiledPlaybook playbook)
    {
        if (folder is null) return;
        try
        {
            CreateFolder();
            var beside = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(beside, Write(playbook));
            File.Move(beside, PathOf(playbook.Key), overwrite: true);
            Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PlaybookLog.CacheUnusable(logger, e, folder);
        }
    }

    private static CompiledPlaybook? Parse(string key, byte[] bytes)
    {
        var file = bytes.AsSpan();
        if (file.Length < HeaderLength || !file[..8].SequenceEqual(Magic)) return null;
        var content = file[(8 + SHA256.HashSizeInBytes)..];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[8..(8 + SHA256.HashSizeInBytes)])) return null;
        var length = BitConverter.ToInt32(content);
        if (length < 0 || length > content.Length - sizeof(int)) return null;
        var entry = JsonSerializer.Deserialize<Entry>(content.Slice(sizeof(int), length));
        return entry?.Key == key ? new CompiledPlaybook(key, entry.Descriptor, content[(sizeof(int) + length)..].ToArray()) : null;
    }

    private static byte[] Write(CompiledPlaybook playbook)
    {
        var descriptor = JsonSerializer.SerializeToUtf8Bytes(new Entry(playbook.Key, playbook.Descriptor));
        byte[] content = [.. BitConverter.GetBytes(descriptor.Length), .. descriptor, .. playbook.Assembly];
        return [.. Magic, .. SHA256.HashData(content), .. content];
    }

    // What is in there is loaded as code, so it is nobody else's to write.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder!);
        else Directory.CreateDirectory(folder!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Trim()
    {
        foreach (var old in new DirectoryInfo(folder!).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostEntries)) old.Delete();
    }

    private string PathOf(string key) => Path.Combine(folder!, key + ".playbook");

    private sealed record Entry(string Key, PlaybookDescriptor Descriptor);
}
