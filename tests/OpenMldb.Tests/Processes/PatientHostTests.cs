using Nightshift.Hosts;
using Nightshift.OpenMldb.Tests.Support;
using NSubstitute;

namespace Nightshift.OpenMldb.Tests.Processes;

public sealed class PatientHostTests
{
    private readonly IHost _host = Substitute.For<IHost>();
    private readonly List<string> _waits = [];
    private readonly PatientHost _patient;

    public PatientHostTests()
    {
        _host.Name.Returns("db1");
        _patient = new PatientHost(_host, new InstantTime(), _waits.Add);
    }

    [Theory]
    [InlineData(ConnectFailedReason.Lost)]
    [InlineData(ConnectFailedReason.Unreachable)]
    [InlineData(ConnectFailedReason.TimedOut)]
    public async Task Call_ConnectionThatMayReturn_IsMadeAgain(ConnectFailedReason reason)
    {
        _host.ExistsAsync("/x", default).ReturnsForAnyArgs(_ => throw Lost(reason), _ => throw Lost(reason), _ => true);

        Assert.True(await _patient.ExistsAsync("/x", default));
        Assert.Equal(2, _waits.Count);
        Assert.StartsWith("waits for db1 to be reached again (", _waits[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConnectFailedReason.HostKeyUnknown)]
    [InlineData(ConnectFailedReason.HostKeyChanged)]
    [InlineData(ConnectFailedReason.AuthenticationRefused)]
    public async Task Call_WhatPeopleMustMend_IsNotWaitedFor(ConnectFailedReason reason)
    {
        _host.ExistsAsync("/x", default).ReturnsForAnyArgs(_ => throw Lost(reason), _ => true);

        Assert.Equal(reason, (await Assert.ThrowsAsync<HostConnectionException>(() => _patient.ExistsAsync("/x", default))).Reason);
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task Call_FaultOfTheFile_IsNotWaitedFor()
    {
        _host.ReadFileAsync("/x", 1, default).ReturnsForAnyArgs<CommandOutput>(_ => throw new HostFileException(HostAddress.Parse("db1"), HostFileFault.NotFound, "/x", "gone"));

        await Assert.ThrowsAsync<HostFileException>(() => _patient.ReadFileAsync("/x", 1, default));
    }

    [Fact]
    public async Task Call_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var calls = 0;
        _host.ExistsAsync("/x", default).ReturnsForAnyArgs<bool>(_ =>
        {
            if (++calls == 5) cancellation.Cancel();
            throw Lost(ConnectFailedReason.Lost);
        });

        await Assert.ThrowsAnyAsync<Exception>(() => _patient.ExistsAsync("/x", cancellation.Token));
        Assert.Equal(5, calls);
    }

    private static HostConnectionException Lost(ConnectFailedReason reason) => new(HostAddress.Parse("db1"), reason, false, "said");
}
