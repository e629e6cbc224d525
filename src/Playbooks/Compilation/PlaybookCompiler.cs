using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>
/// Sources to a checked, loadable playbook: from memory, from the cache on disk, or compiled. The same sources give the same result for as long as
/// program and compiler are the same.
/// </summary>
internal sealed class PlaybookCompiler(CompilationCache cache, TimeProvider time, ILogger<PlaybookCompiler> logger)
{
    private const int MostInMemory = 64;

    private readonly ConcurrentDictionary<IClusterKind, PlaybookReferences> _references = new();
    private readonly Dictionary<string, CompilationResult> _memory = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Lock _lock = new();

    public CompilationResult Compile(SourceClosure sources, IClusterKind kind)
    {
        if (sources.Faults.Count > 0) return CompilationResult.Failed(sources.Faults);
        var references = _references.GetOrAdd(kind, PlaybookReferences.Of);
        var key = CacheKey.Of(sources, kind.Name, references);
        lock (_lock)
        {
            if (_memory.TryGetValue(key, out var known)) return known;
            var result = cache.Find(key) is { } kept ? new CompilationResult(kept, []) : CompileNow(sources, kind, references, key);
            Remember(key, result);
            return result;
        }
    }

    private CompilationResult CompileNow(SourceClosure sources, IClusterKind kind, PlaybookReferences references, string key)
    {
        var began = time.GetTimestamp();
        var result = new PlaybookCompilation(sources, kind, references, key).Run();
        if (result.Playbook is { } playbook) cache.Keep(playbook);
        PlaybookLog.Compiled(logger, sources.Main, time.GetElapsedTime(began));
        return result;
    }

    private void Remember(string key, CompilationResult result)
    {
        _memory[key] = result;
        _order.Enqueue(key);
        if (_order.Count > MostInMemory) _memory.Remove(_order.Dequeue());
    }
}
