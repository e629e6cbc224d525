using System.Diagnostics;
using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Tests.Ownership;

public class ProcOwnerLivenessTests
{
    private readonly ProcOwnerLiveness _liveness = new();

    [Fact]
    public void Of_Itself_IsAlive()
    {
        Assert.Equal(Environment.ProcessId, _liveness.Self.Pid);
        Assert.NotEmpty(_liveness.Self.BootId);
        Assert.StartsWith("pid:[", _liveness.Self.PidSpace, StringComparison.Ordinal);
        Assert.Equal(Liveness.Alive, _liveness.Of(_liveness.Self));
        Assert.Equal(Liveness.Alive, _liveness.Of(new ProcOwnerLiveness().Self));
        Assert.NotEqual(_liveness.Self, new ProcOwnerLiveness().Self);
    }

    [Fact]
    public void Of_OtherProcessWithTheSamePid_IsDead() =>
        Assert.Equal(Liveness.Dead, _liveness.Of(_liveness.Self with { ProcessStarted = _liveness.Self.ProcessStarted + 1, Instance = 0 }));

    [Fact]
    public void Of_ProcessBeforeTheLastBoot_IsDead() => Assert.Equal(Liveness.Dead, _liveness.Of(_liveness.Self with { BootId = "another" }));

    [Fact]
    public void Of_ProcessOfAnotherHostOrContainer_IsUnknown()
    {
        Assert.Equal(Liveness.Unknown, _liveness.Of(_liveness.Self with { Host = "another" }));
        Assert.Equal(Liveness.Unknown, _liveness.Of(_liveness.Self with { PidSpace = "pid:[1]" }));
        Assert.Equal(Liveness.Unknown, _liveness.Of(_liveness.Self with { BootId = "" }));
    }

    [Fact]
    public async Task Of_ProcessThatEnded_IsDead()
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        var stat = await File.ReadAllTextAsync($"/proc/{child.Id}/stat");
        var started = long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], System.Globalization.CultureInfo.InvariantCulture);
        var owner = _liveness.Self with { Pid = child.Id, ProcessStarted = started };
        try
        {
            Assert.Equal(Liveness.Alive, _liveness.Of(owner));
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
        Assert.Equal(Liveness.Dead, _liveness.Of(owner));
    }
}
