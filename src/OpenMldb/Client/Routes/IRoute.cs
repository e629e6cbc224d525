using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client.Routes;

/// <summary>Brings a call to whoever should get it, and repeats it as far as that is safe.</summary>
internal interface IRoute
{
    /// <param name="subject">What the call is about, for error sentences.</param>
    /// <param name="read">Makes the result of the answer; throws <see cref="System.Text.Json.JsonException"/> when it lacks something.</param>
    Task<TResult> Send<TRequest, TResponse, TResult>(
        RpcMethod<TRequest, TResponse> method, TRequest request, string? subject, Func<TResponse, TResult> read, CancellationToken cancellationToken)
        where TResponse : GeneralResponse;
}

internal static class RouteExtensions
{
    /// <summary>For calls whose answer says nothing but code 0.</summary>
    public static Task<TResponse> Send<TRequest, TResponse>(
        this IRoute route, RpcMethod<TRequest, TResponse> method, TRequest request, string? subject, CancellationToken cancellationToken)
        where TResponse : GeneralResponse => route.Send(method, request, subject, static answer => answer, cancellationToken);
}
