namespace Nightshift.Runs;

/// <summary>One of perhaps several holders of a setting in a run.</summary>
internal sealed class HoldTicket(string setting)
{
    /// <summary>Steps that read or write one setting of a run for a hold come one after another.</summary>
    public string Setting => setting;

    /// <summary>The step that sets it, by which the journal tells the holders of a run apart; known once that step was asked for.</summary>
    public StepPath? TakenAt { get; set; }
}
