using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <param name="run">Null in plan mode.</param>
internal sealed class AttemptInHand(
    int number, string effectId, TimeProvider time, Action<string> waiting, Action<string> note, RunExecution? run, CancellationToken cancellationToken) : StepAttempt
{
    public override int Number => number;

    public override string EffectId => effectId;

    public override TimeProvider Time => time;

    public override CancellationToken CancellationToken => cancellationToken;

    public override bool MayPutBack => run is not { Disowned: true };

    internal override IReadOnlyList<HoldTaken>? Holds => run?.Journal.Read(state => state.Holds.ToList());

    public override bool IsHeld(string setting) => Holds?.Any(taken => taken.Setting == setting) ?? true;

    public override void Waiting(string sentence) => waiting(sentence);

    public override void Note(string line) => note(line);
}
