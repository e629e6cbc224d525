using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest;

/// <summary>The way of a request: ban, version and agent, route, token, global limit, bucket, the route itself; and the faults on its way.</summary>
internal sealed partial class RestHost(World world, RouteTable routes, Faults faults, Counters counters)
{
    private const string Prefix = "/api/v10/";

    private readonly RateLimiter _limiter = new(world.Time);
    private readonly InvalidRequests _invalid = new(world.Options);

    public InvalidRequests Invalid => _invalid;

    public async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        RestAnswer answer;
        Fault? fault = null;
        string? name = null;
        try
        {
            var (route, parameters) = Admit(context.Request, target);
            name = route.Name;
            fault = faults.Next(name);
            await faults.DelayAsync(fault, world.Time, context.RequestAborted);
            if (fault is { Kind: FaultKind.LostBefore })
            {
                context.Abort();
                return;
            }

            answer = await AnswerAsync(context, route, parameters, fault);
        }
        catch (RefusedException refusal)
        {
            answer = refusal.Answer;
        }

        Count(name, target, answer);
        if (fault is { Kind: FaultKind.LostAfter }) context.Abort();
        else await AnswerWriter.WriteAsync(context, answer);
    }

    private (Route Route, Dictionary<string, string> Parameters) Admit(HttpRequest request, string target)
    {
        lock (world.Gate)
        {
            counters.Requests++;
            if (_invalid.Banned) throw new RefusedException(Banned());
            if (!target.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw target.StartsWith("/api/v", StringComparison.Ordinal)
                    ? Refuse(400, new ApiException(400, ErrorCode.InvalidApiVersion, "Invalid API version specified").ToJson())
                    : Refuse(404, Plain("404: Not Found"));
            }

            if (!UserAgent().IsMatch(request.Headers.UserAgent.ToString()))
                throw Refuse(403, new ApiException(403, ErrorCode.BadUserAgent, "internal network error").ToJson());

            var path = target[Prefix.Length..].Split('/').Select(Uri.UnescapeDataString).ToArray();
            var route = routes.Find(request.Method, path, out var parameters, out var known);
            if (route is null) throw known ? Refuse(405, Plain("405: Method Not Allowed")) : Refuse(404, Plain("404: Not Found"));

            counters.Request(route.Name, world.Now);
            if (!route.Open && request.Headers.Authorization.ToString() != $"Bot {world.Token}") throw Refuse(401, Plain("401: Unauthorized"));
            if (!route.OutsideGlobalLimit) TakeGlobal();
            return (route, parameters);
        }
    }

    private void TakeGlobal()
    {
        var quota = _limiter.Take("global", "", new RateLimit(world.Options.GlobalRequestsPerSecond, TimeSpan.FromSeconds(1)));
        if (!quota.Granted) throw new RefusedException(AnswerWriter.Limited(quota.ResetAfter, RateLimitScope.Global, null));
    }

    private async Task<RestAnswer> AnswerAsync(HttpContext context, Route route, Dictionary<string, string> parameters, Fault? fault)
    {
        Quota? quota = null;
        RestRequest? request = null;
        try
        {
            var (body, files) = await RequestReader.ReadAsync(context.Request, world.Options.MaxFileBytes, context.RequestAborted);
            var reason = context.Request.Headers["X-Audit-Log-Reason"].ToString();
            request = new RestRequest(parameters, context.Request.Query, body, files, reason.Length == 0 ? null : Uri.UnescapeDataString(reason));
            lock (world.Gate)
            {
                quota = _limiter.Take(route.Bucket, Route.Major(parameters), route.Limit);
                if (fault is { Kind: FaultKind.RateLimited }) return AnswerWriter.Limited(fault.RetryAfter, fault.Scope, quota) with { Sent = request };
                if (!quota.Granted) return AnswerWriter.Limited(quota.ResetAfter, RateLimitScope.User, quota) with { Sent = request };
                if (fault is { Kind: FaultKind.Walled }) throw new ApiException(403, ErrorCode.BadUserAgent, "internal network error");
                if (fault is { Kind: FaultKind.ErrorBefore }) return AnswerWriter.Failed(fault.Status) with { Sent = request };
                var result = route.Handle(request);
                world.Pulse();
                var answer = fault is { Kind: FaultKind.ErrorAfter } ? AnswerWriter.Failed(fault.Status) : new RestAnswer(result.Status, result.Body) { Quota = quota };
                return answer with { Sent = request };
            }
        }
        catch (ApiException refusal)
        {
            return new RestAnswer(refusal.Status, refusal.ToJson()) { Quota = quota, RetryAfter = refusal.RetryAfter, Code = refusal.Code, Sent = request };
        }
    }

    private void Count(string? route, string path, RestAnswer answer)
    {
        lock (world.Gate)
        {
            counters.Answer(route, answer);
            if (route is not null)
            {
                var (body, reason) = (answer.Sent?.Body, answer.Sent?.AuditReason);
                counters.Record(new RecordedRequest(world.Now, route, path, body, reason, answer.Status, answer.Code));
            }

            if (answer.Status is 401 or 403 || (answer.Status == 429 && answer.Scope != RateLimitScope.Shared && !answer.FromCloudflare))
                _invalid.Count();
            world.Pulse();
        }
    }

    private RestAnswer Banned() => new(world.Options.BanStatus, null)
    {
        Text = "error code: 1015",
        RetryAfter = _invalid.BannedUntil - world.Now,
    };

    private static RefusedException Refuse(int status, JsonObject body) => new(new RestAnswer(status, body));

    private static JsonObject Plain(string message) => new() { ["message"] = message, ["code"] = 0 };

    [GeneratedRegex(@"^DiscordBot \(\S+, \S+\)")]
    private static partial Regex UserAgent();
}
