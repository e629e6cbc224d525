namespace Nightshift.OpenMldb.Client;

/// <summary>What is known of each call. One list, so that nothing is forgotten; what is not listed counts as a command.</summary>
internal static class OperationFacts
{
    public static OperationEffect EffectOf(Operation operation) => operation switch
    {
        Operation.ShowTablet or Operation.ShowTable or Operation.ShowDatabase or Operation.ShowOpStatus or Operation.ConfGet
            or Operation.GetTablePartition or Operation.ShowSdkEndpoint => OperationEffect.Read,
        Operation.GetTableStatus or Operation.GetTableFollower or Operation.GetManifest or Operation.GetTermPair
            or Operation.Count or Operation.Get => OperationEffect.Read,
        Operation.Health or Operation.Version or Operation.Status or Operation.Metrics => OperationEffect.Read,
        Operation.ConfSet or Operation.UpdateTableAliveStatus => OperationEffect.Idempotent,
        _ => OperationEffect.Command,
    };

    /// <summary>Answers that grow with the cluster.</summary>
    public static bool IsBulk(Operation operation) =>
        operation is Operation.ShowTable or Operation.GetTableStatus or Operation.ShowOpStatus or Operation.ShowTablet;

    /// <summary>Time for one try.</summary>
    public static TimeSpan TimeLimitOf(Operation operation, OpenMldbClientOptions options) =>
        EffectOf(operation) == OperationEffect.Read && !IsBulk(operation) ? options.ReadTimeout : options.CommandTimeout;

    /// <summary>Longest answer in bytes.</summary>
    public static long SizeLimitOf(Operation operation, OpenMldbClientOptions options) =>
        IsBulk(operation) || operation == Operation.Metrics ? options.MaxBulkResponseBytes : options.MaxResponseBytes;
}
