using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Faults;

/// <summary>An attempt that is cancelled when its process dies, and may then put nothing back.</summary>
internal sealed class MortalAttempt(StepAttempt inner, MortalProcess process, CancellationToken cancellationToken) : StepAttempt
{
    public override int Number => inner.Number;

    public override string EffectId => inner.EffectId;

    public override TimeProvider Time => inner.Time;

    public override CancellationToken CancellationToken => cancellationToken;

    public override bool MayPutBack => !process.IsDead && inner.MayPutBack;

    internal override IReadOnlyList<HoldTaken>? Holds => inner.Holds;

    public override bool IsHeld(string setting) => inner.IsHeld(setting);

    public override void Waiting(string sentence) => inner.Waiting(sentence);

    public override void Note(string line) => inner.Note(line);
}
