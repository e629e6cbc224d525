namespace Nightshift.Hosts;

/// <summary>Signals that a run may send; the values are Linux's numbers.</summary>
public enum HostSignal
{
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
