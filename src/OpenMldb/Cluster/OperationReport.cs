using System.Collections.Immutable;
using System.Globalization;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb;

/// <summary>The nameserver's ops as the answer to <c>/ops</c>.</summary>
internal static class OperationReport
{
    public static IReadOnlyList<OperationStatus> Of(ImmutableArray<OpInfo> ops, string? filter) =>
        [.. ops.OrderByDescending(op => op.Id).Select(Of).Where(status => filter is null || Matches(status, filter))];

    private static OperationStatus Of(OpInfo op) => new(
        op.Id.ToString(CultureInfo.InvariantCulture),
        op.TypeName,
        op.Partition.ToString(),
        op.Status.ToString().ToLowerInvariant(),
        op.Task ?? "",
        op.Started,
        op is { Started: { } started, Ended: { } ended } ? ended - started : null);

    private static bool Matches(OperationStatus status, string filter) =>
        new[] { status.Id, status.Type, status.Subject, status.State, status.Task }.Any(column => column.Contains(filter, StringComparison.OrdinalIgnoreCase));
}
