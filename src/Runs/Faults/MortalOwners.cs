using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Faults;

/// <summary>Processes that live in this one, one after another: all but the present one are dead.</summary>
internal sealed class MortalOwners(Owner self) : IOwnerLiveness
{
    public Owner Self => self;

    public Liveness Of(Owner owner) => owner == self ? Liveness.Alive : Liveness.Dead;
}
