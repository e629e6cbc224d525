using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Driver;

public enum FaultKind
{
    /// <summary>The connection breaks before anything was done.</summary>
    LostBefore,

    /// <summary>All was done, and the connection breaks before the answer.</summary>
    LostAfter,

    /// <summary>A 5xx, or another status that is not Discord's own word, before anything was done.</summary>
    ErrorBefore,

    /// <summary>A 5xx although all was done.</summary>
    ErrorAfter,

    /// <summary>A 403 of the wall before Discord, which writes as Discord does, before anything was done.</summary>
    Walled,

    /// <summary>A 429 although the quota was not spent.</summary>
    RateLimited,

    /// <summary>Only late.</summary>
    Late,
}

internal sealed record Fault(FaultKind Kind, string? Route)
{
    public int Status { get; init; } = 503;

    public TimeSpan RetryAfter { get; init; }

    public RateLimitScope Scope { get; init; }

    public TimeSpan Delay { get; init; }
}

/// <summary>
/// What goes wrong on the way of requests. Each is for a route by name ("POST /channels/{channel}/messages") or, with null, for any;
/// faults that were asked for are used up one by one, in order.
/// </summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _waiting = [];
    private readonly RouteTable _routes;

    internal Faults(RouteTable routes) => _routes = routes;

    /// <summary>Every request waits so long, by the server's clock, before it is looked at.</summary>
    public TimeSpan Latency { get; set; }

    public void LoseBefore(string? route = null, int count = 1) => Add(new Fault(FaultKind.LostBefore, route), count);

    public void LoseAfter(string? route = null, int count = 1) => Add(new Fault(FaultKind.LostAfter, route), count);

    public void FailBefore(string? route = null, int status = 503, int count = 1) => Add(new Fault(FaultKind.ErrorBefore, route) { Status = status }, count);

    public void FailAfter(string? route = null, int status = 503, int count = 1) => Add(new Fault(FaultKind.ErrorAfter, route) { Status = status }, count);

    public void Wall(string? route = null, int count = 1) => Add(new Fault(FaultKind.Walled, route), count);

    public void RateLimit(TimeSpan retryAfter, string? route = null, RateLimitScope scope = RateLimitScope.User, int count = 1) =>
        Add(new Fault(FaultKind.RateLimited, route) { RetryAfter = retryAfter, Scope = scope }, count);

    public void Delay(TimeSpan delay, string? route = null, int count = 1) => Add(new Fault(FaultKind.Late, route) { Delay = delay }, count);

    /// <summary>Faults not met yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    public void Clear()
    {
        Latency = TimeSpan.Zero;
        lock (_gate) _waiting.Clear();
    }

    internal Fault? Next(string route)
    {
        lock (_gate)
        {
            var fault = _waiting.Find(waiting => waiting.Route is null || waiting.Route == route);
            if (fault is not null) _waiting.Remove(fault);
            return fault;
        }
    }

    internal async Task DelayAsync(Fault? fault, TimeProvider time, CancellationToken cancellationToken)
    {
        var delay = Latency + (fault?.Delay ?? TimeSpan.Zero);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time, cancellationToken);
    }

    private void Add(Fault fault, int count)
    {
        if (fault.Route is not null) _routes.RequireKnown(fault.Route);
        lock (_gate) _waiting.AddRange(Enumerable.Repeat(fault, count));
    }
}
