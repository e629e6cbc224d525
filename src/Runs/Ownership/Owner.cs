namespace Nightshift.Runs.Ownership;

/// <summary>A process that carries runs on, told apart from every other one, also from a later one with the same pid.</summary>
/// <param name="Host">Host name.</param>
/// <param name="BootId">Changes when the host starts anew; empty where the system has none.</param>
/// <param name="PidSpace">The space that <paramref name="Pid"/> counts in (containers have their own); empty where unknown.</param>
/// <param name="ProcessStarted">When the process began, in the system's own ticks since boot.</param>
/// <param name="Instance">Which engine of that process.</param>
public sealed record Owner(string Host, string BootId, string PidSpace, int Pid, long ProcessStarted, int Instance)
{
    public override string ToString() => $"{Host}:{Pid}";
}

public enum Liveness
{
    Alive,
    Dead,

    /// <summary>It cannot be seen from here; its lease has to run out.</summary>
    Unknown,
}

/// <summary>Tells whether the process that holds a lease still exists.</summary>
public interface IOwnerLiveness
{
    Owner Self { get; }

    Liveness Of(Owner owner);
}
