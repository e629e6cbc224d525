using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>
/// A replica's folder <c>&lt;data&gt;/replica/reps/&lt;app_id&gt;.&lt;index&gt;.pegasus</c>: <c>.app-info</c>, <c>.init-info</c> (the ballot), <c>plog/</c> and
/// <c>data/</c>.
/// </summary>
internal sealed class PartitionDirectory(string path)
{
    private const string Suffix = ".pegasus";

    public string Path => path;

    public string Log => System.IO.Path.Combine(path, "plog");

    public string Data => System.IO.Path.Combine(path, "data", "rdb");

    public bool Exists => File.Exists(AppFile);

    private string AppFile => System.IO.Path.Combine(path, ".app-info");

    private string InitFile => System.IO.Path.Combine(path, ".init-info");

    public static PartitionDirectory Of(string root, Gpid pid) => new(System.IO.Path.Combine(root, $"{pid}{Suffix}"));

    /// <summary>The replicas that a server has.</summary>
    public static IReadOnlyList<(Gpid Pid, PartitionDirectory Directory)> All(string root)
    {
        var found = new List<(Gpid, PartitionDirectory)>();
        if (!Directory.Exists(root)) return found;
        foreach (var folder in Directory.EnumerateDirectories(root, "*" + Suffix))
            if (Gpid.TryParse(System.IO.Path.GetFileName(folder)[..^Suffix.Length], out var pid) && new PartitionDirectory(folder) is { Exists: true } directory)
                found.Add((pid, directory));
        return found;
    }

    public StoredApp ReadApp() => JsonSerializer.Deserialize(File.ReadAllText(AppFile), StoredJson.Default.StoredApp)
        ?? throw new InvalidDataException($"{AppFile} is empty");

    public void WriteApp(StoredApp app)
    {
        Directory.CreateDirectory(path);
        Write(AppFile, JsonSerializer.Serialize(app, StoredJson.Default.StoredApp));
    }

    public long ReadBallot() => File.Exists(InitFile)
        ? JsonSerializer.Deserialize(File.ReadAllText(InitFile), StoredJson.Default.StoredInit)?.Ballot ?? 0
        : 0;

    public void WriteBallot(long ballot) => Write(InitFile, JsonSerializer.Serialize(new StoredInit(ballot), StoredJson.Default.StoredInit));

    /// <summary>Makes the folder garbage, under a name that no start takes for a replica (<c>on_gc_replica</c>).</summary>
    public void Discard(TimeProvider time)
    {
        if (Directory.Exists(path)) Directory.Move(path, $"{path}.{time.GetUtcNow().ToUnixTimeMilliseconds()}000.gar");
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file + ".tmp", text);
        File.Move(file + ".tmp", file, overwrite: true);
    }
}

/// <summary>A table as a replica remembers it.</summary>
internal sealed record StoredApp(
    int AppId, string AppName, string AppType, int PartitionCount, int MaxReplicaCount, long CreateSecond, IReadOnlyDictionary<string, string> Envs);

/// <summary>What else a replica remembers.</summary>
internal sealed record StoredInit(long Ballot);

[JsonSerializable(typeof(StoredApp))]
[JsonSerializable(typeof(StoredInit))]
internal sealed partial class StoredJson : JsonSerializerContext;
