using System.Text.Json.Serialization.Metadata;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>One remote method: where it is, and how its bodies are written and read.</summary>
/// <param name="Path"><c>/NameServer/ChangeLeader</c>.</param>
/// <param name="AlsoAccepted">A code besides 0 whose answer carries what was asked for.</param>
internal sealed record RpcMethod<TRequest, TResponse>(
    Operation Operation, string Path, JsonTypeInfo<TRequest> Request, JsonTypeInfo<TResponse> Response, ReturnCode AlsoAccepted = ReturnCode.Ok)
    where TResponse : GeneralResponse
{
    /// <summary>The method's name on the wire.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>Who is called.</summary>
/// <param name="Role"><c>nameserver</c> or <c>tablet</c>.</param>
/// <param name="Endpoint">Its identity.</param>
/// <param name="Address">Where it listens.</param>
internal readonly record struct RpcTarget(string Role, Nightshift.Clusters.Endpoint Endpoint, Nightshift.Clusters.Endpoint Address)
{
    public override string ToString() => Endpoint == Address ? $"{Role} {Endpoint}" : $"{Role} {Endpoint} at {Address}";
}
