namespace Nightshift.ZooKeeper.Tests.Servers;

public sealed class ZooKeeperJarTests
{
    [Fact]
    public void Require_JarMissing_FailsWithTheCure() =>
        Assert.Contains("install the Debian package", Assert.Throws<FileNotFoundException>(() => ZooKeeperJar.Require("/no/such.jar")).Message, StringComparison.Ordinal);
}
