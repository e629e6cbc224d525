using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Onebox.Components.TaskManager;

/// <summary>The jobs, kept in a file so that they outlive the process; whatever was under way when it died is lost.</summary>
internal sealed class JobStore(string path, TimeProvider time)
{
    private readonly Lock _lock = new();
    private List<Job> _jobs = [];

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Reads the file and marks every unfinished job <c>LOST</c>, as a new leader does in local mode.</summary>
    public void Recover()
    {
        lock (_lock)
        {
            _jobs = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), JobJson.Default.ListJob) ?? [] : [];
            _jobs = [.. _jobs.Select(job => job.IsFinished(Now) ? job : job with { Fixed = "LOST", FixedAt = Now })];
            Save();
        }
    }

    public IReadOnlyList<Job> All()
    {
        lock (_lock) return [.. _jobs];
    }

    public Job Add(string type, string sql, TimeSpan length)
    {
        lock (_lock)
        {
            var job = new Job(_jobs.Count == 0 ? 1 : _jobs[^1].Id + 1, type, Now, (long)length.TotalMilliseconds, sql);
            _jobs.Add(job);
            Save();
            return job;
        }
    }

    /// <summary>Writes <c>STOPPED</c>; null when there is no such job.</summary>
    public Job? Stop(int id)
    {
        lock (_lock)
        {
            var at = _jobs.FindIndex(job => job.Id == id);
            if (at < 0) return null;
            _jobs[at] = _jobs[at] with { Fixed = "STOPPED", FixedAt = Now };
            Save();
            return _jobs[at];
        }
    }

    public bool Delete(int id)
    {
        lock (_lock)
        {
            var deleted = _jobs.RemoveAll(job => job.Id == id) > 0;
            Save();
            return deleted;
        }
    }

    private void Save()
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(_jobs, JobJson.Default.ListJob));
        File.Move(path + ".new", path, overwrite: true);
    }
}

[JsonSerializable(typeof(List<Job>))]
internal sealed partial class JobJson : JsonSerializerContext;
