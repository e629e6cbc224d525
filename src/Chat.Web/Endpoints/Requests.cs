namespace Nightshift.Chat.Web.Endpoints;

/// <param name="As">Id of the person who speaks.</param>
internal sealed record SayRequest(string? As, string? Text);

/// <param name="Hash">Of the plan that the person saw when pressing.</param>
internal sealed record ReactRequest(string? As, string? Run, string? Reaction, string? Hash);

/// <param name="Html">An answer for this browser alone; null when it is for everybody and comes with the events.</param>
internal sealed record PageAnswer(string? Html);
