namespace Nightshift.Runs.Faults;

/// <summary>A step that was made to fail.</summary>
public sealed class InjectedFaultException(StepPath path, string what) : Exception($"{what} (a fault ordered for '{path}')")
{
    public StepPath Path { get; } = path;
}
