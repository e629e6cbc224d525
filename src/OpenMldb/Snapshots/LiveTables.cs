using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>What one tablet has loaded. A replica that is not here is not loaded there.</summary>
public sealed class LiveTables
{
    private readonly FrozenDictionary<TidPid, TableStatus> _replicas;

    public LiveTables(ImmutableArray<TableStatus> replicas) => _replicas = replicas.ToFrozenDictionary(r => r.Id);

    public int Count => _replicas.Count;

    public ImmutableArray<TableStatus> All => _replicas.Values;

    public bool TryGet(TidPid id, [MaybeNullWhen(false)] out TableStatus status) => _replicas.TryGetValue(id, out status);
}
