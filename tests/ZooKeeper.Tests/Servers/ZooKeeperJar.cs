namespace Nightshift.ZooKeeper.Tests.Servers;

/// <summary>Debian's ZooKeeper. Missing, every test that needs it fails; none is skipped.</summary>
internal static class ZooKeeperJar
{
    public const string DebianPath = "/usr/share/java/zookeeper.jar";

    public static string Require(string path = DebianPath) => File.Exists(path)
        ? path
        : throw new FileNotFoundException($"'{path}' is missing: install the Debian package zookeeper (tests/run.sh does)", path);
}
