namespace Nightshift.Chat.Web.Endpoints;

/// <param name="As">Id of the person who speaks.</param>
internal sealed record SayRequest(string? As, string? Text);

/// <param name="Hash">Of the plan that the person saw when pressing.</param>
/// <param name="Interaction">Made anew for each press, and beginning with <see cref="Feed.WebFeed.Life"/>.</param>
/// <param name="Reason">Why a plan is rejected; may be left out.</param>
/// <param name="Step">Path of the failed step or question that is answered; left out where the run as a whole is meant.</param>
internal sealed record ReactRequest(string? As, string? Run, string? Reaction, string? Hash, string? Interaction, string? Reason, string? Step = null);

/// <param name="Html">An answer for this browser alone; null when it is for everybody and comes with the events.</param>
internal sealed record PageAnswer(string? Html);
