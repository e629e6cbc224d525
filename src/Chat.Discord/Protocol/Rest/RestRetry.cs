namespace Nightshift.Chat.Discord.Protocol.Rest;

internal enum RestProblem
{
    /// <summary>No connection came about: Discord has not seen the request.</summary>
    NotSent,

    /// <summary>Sent, and no answer came, or half of one.</summary>
    NoReply,

    /// <summary>Discord answered with a fault of its own (5xx): it may have happened.</summary>
    ServerFault,

    /// <summary>429: it has not happened.</summary>
    Limited,

    /// <summary>Any other answer that is no success.</summary>
    Refused,
}

/// <summary>What to do after a request has failed: a table, for whoever repeats what must not be repeated sends a message twice.</summary>
internal static class RestRetry
{
    /// <summary>Attempts in all of one that is repeated. Being limited is no failure and has no end but the caller's.</summary>
    public const int Attempts = 5;

    /// <param name="attempt">The first is 1.</param>
    public static bool IsRepeated(RestOperation operation, RestProblem problem, int attempt) => problem switch
    {
        RestProblem.Limited => IsListed(operation),
        RestProblem.NotSent => IsListed(operation) && attempt < Attempts,
        RestProblem.NoReply or RestProblem.ServerFault => IsSafe(operation) && attempt < Attempts,
        _ => false,
    };

    /// <summary>Before the next attempt: a quarter of a second, doubling, between half and all of it.</summary>
    public static TimeSpan Wait(int attempt, double jitter) => TimeSpan.FromSeconds(0.25 * Math.Pow(2, attempt - 1) * (0.5 + (0.5 * jitter)));

    /// <summary>After being limited, whatever Discord says: a quarter of a second, doubling.</summary>
    /// <param name="limits">In a row, this one included.</param>
    public static TimeSpan LeastWait(int limits) => TimeSpan.FromSeconds(0.25 * Math.Pow(2, Math.Min(limits, 20) - 1));

    private static bool IsListed(RestOperation operation) => IsSafe(operation) || operation == RestOperation.FollowUp;

    /// <summary>Whether doing it twice is doing it once.</summary>
    private static bool IsSafe(RestOperation operation) => operation switch
    {
        RestOperation.GetGateway or RestOperation.GetApplication or RestOperation.GetSelf or RestOperation.GetGuild or RestOperation.GetRoles or RestOperation.GetMember
            or RestOperation.GetChannel or RestOperation.GetReactions or RestOperation.GetMessages or RestOperation.GetCommands => true,
        RestOperation.SetCommands => true,
        RestOperation.EditMessage or RestOperation.EditAnswer or RestOperation.AddReaction => true,
        RestOperation.CreateMessage => true, // it always has a nonce, by which Discord knows it again
        RestOperation.StartThread => true, // a message has one thread at most: the second attempt is told so
        RestOperation.AcknowledgeInteraction => true, // likewise: an interaction is acknowledged once
        RestOperation.FollowUp => false,
        _ => false,
    };
}
