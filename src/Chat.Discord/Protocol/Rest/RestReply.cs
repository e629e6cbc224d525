using System.Net;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>An answer, whatever it says.</summary>
internal sealed record RestReply(HttpStatusCode Status, ReadOnlyMemory<byte> Body, RateLimitHeaders Limits)
{
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    public RestProblem Problem => (int)Status switch
    {
        429 => RestProblem.Limited,
        >= 500 => RestProblem.ServerFault,
        _ => RestProblem.Refused,
    };
}
