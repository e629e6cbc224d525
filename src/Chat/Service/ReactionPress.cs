using Nightshift.Runs;

namespace Nightshift.Chat.Service;

/// <summary>One press of a reaction, as the channel tells of it.</summary>
/// <param name="PlanHash">Of the plan on the message that it was pressed on.</param>
/// <param name="Interaction">An id that the channel gives to each press and that is taken only once; null where presses cannot be repeated by others.</param>
/// <param name="Reason">Why, where a rejection asks.</param>
/// <param name="Step">Which failed step or question is answered; null where there is only one.</param>
public sealed record ReactionPress(Reaction Reaction, string PlanHash, string? Interaction = null, string? Reason = null, StepPath? Step = null);
