namespace Nightshift.Chat.Discord.Tests.Outbox;

/// <summary>The process is killed here: nothing after this line happens in it.</summary>
internal sealed class CrashException(string where) : Exception($"killed {where}");

/// <summary>Kills at one line of many: every call of the store and of Discord has a line before and one after its effect.</summary>
/// <param name="at">Which, from 1; 0 never.</param>
internal sealed class CrashPoint(int at)
{
    private readonly Lock _gate = new();
    private int _passed;

    public bool HasCrashed { get; private set; }

    public string Where { get; private set; } = "nowhere";

    public int Passed
    {
        get
        {
            lock (_gate) return _passed;
        }
    }

    public void Pass(string where)
    {
        lock (_gate)
        {
            if (!HasCrashed && ++_passed == at) (HasCrashed, Where) = (true, where);
            if (HasCrashed) throw new CrashException(where);
        }
    }
}
