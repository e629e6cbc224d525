using Microsoft.AspNetCore.Http;
using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Components;

/// <summary>The faults of <c>conf/faults.json</c> that strike a gateway: at its start, and around its answers.</summary>
internal sealed class ComponentFaults(FaultFile file, TimeProvider time)
{
    /// <summary>Takes the time that a fault wants.</summary>
    /// <returns>False when the process is to end with exit code 1.</returns>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (Strike(FaultKind.StartSlow, null) is { } slow) await DelayAsync(slow, cancellationToken);
        return Strike(FaultKind.StartCrash, null) is null;
    }

    public Func<HttpContext, Task> Around(Func<HttpContext, Task> handler) => async context =>
    {
        var path = context.Request.Path.Value ?? "/";
        var isPage = path is "/health" or "/status" or "/version";
        if (Strike(FaultKind.Hang, path) is not null || (isPage && Strike(FaultKind.HealthHang, null) is not null))
            await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (Strike(FaultKind.RequestLost, path) is not null)
            context.Abort();
        else
            await AnswerAsync(context, path, handler);
    };

    private async Task AnswerAsync(HttpContext context, string path, Func<HttpContext, Task> handler)
    {
        if (Strike(FaultKind.SlowReply, path) is { } slow) await DelayAsync(slow, context.RequestAborted);
        if (Strike(FaultKind.ReplyLost, path) is null)
        {
            await handler(context);
            return;
        }

        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await handler(context);
        context.Response.Body = body;
        context.Abort();
    }

    /// <summary>The first fault of a kind that is meant for the path, used up by one; null when there is none.</summary>
    private Fault? Strike(string kind, string? path) => file.Read().FirstOrDefault(fault => fault.Kind == kind
        && (fault.Match is null || path is null || System.Text.RegularExpressions.Regex.IsMatch(path, fault.Match)) && file.Use(fault.Id));

    private Task DelayAsync(Fault fault, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs ?? 0), time, cancellationToken);
}
