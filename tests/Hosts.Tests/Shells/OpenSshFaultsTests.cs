using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Tests.Shells;

public sealed class OpenSshFaultsTests
{
    [Theory]
    [InlineData("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.", ConnectFailedReason.HostKeyChanged)]
    [InlineData("No ED25519 host key is known for db1 and you\nHost key verification failed.", ConnectFailedReason.HostKeyUnknown)]
    [InlineData("root@db1: Permission denied (publickey,password).", ConnectFailedReason.AuthenticationRefused)]
    [InlineData("ssh: connect to host db1 port 22: No route to host", ConnectFailedReason.Unreachable)]
    [InlineData("Connection timed out during banner exchange", ConnectFailedReason.TimedOut)]
    [InlineData("Timeout, server db1 not responding.", ConnectFailedReason.Lost)]
    [InlineData("client_loop: send disconnect: Connection timed out", ConnectFailedReason.Lost)]
    [InlineData("something new", ConnectFailedReason.Other)]
    [InlineData("", ConnectFailedReason.Other)]
    public void Classify_Message_HasItsReason(string said, ConnectFailedReason reason) =>
        Assert.Equal(reason, OpenSshFaults.Classify(said));

    [Theory]
    [InlineData(ConnectFailedReason.Other)]
    [InlineData(ConnectFailedReason.Lost)]
    public void BeforeAnyCommand_UnclearReason_IsNo(ConnectFailedReason reason) => Assert.False(OpenSshFaults.BeforeAnyCommand(reason));
}
