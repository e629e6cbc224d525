namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>A request on its way through its attempts; one task's.</summary>
/// <param name="ticket">Its place among requests of the same priority, which it keeps when it is repeated.</param>
internal sealed class RestCall(RestRequest request, long ticket)
{
    public RestRequest Request => request;

    public long Ticket => ticket;

    public int Attempt { get; set; }

    /// <summary>Attempts that failed; being told to wait is no failure.</summary>
    public int Failures { get; set; }

    /// <summary>How often in a row it was told to wait.</summary>
    public int Limits { get; set; }

    /// <summary>What has to pass before the next attempt.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>An attempt was sent whose outcome nobody knows.</summary>
    public bool MayHaveHappened { get; set; }

    public string LastProblem { get; set; } = "Discord's limits did not let it through";
}
