using Nightshift.ZooKeeper.Tests.Servers;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.ZooKeeper.Tests;

public sealed class RealServerOperationsTests(ZooKeeperProcess server) : OperationsSuite(server), IClassFixture<ZooKeeperProcess>;

public sealed class RealServerWatchTests(ZooKeeperProcess server) : WatchSuite(server), IClassFixture<ZooKeeperProcess>;

public sealed class RealServerSessionTests(ZooKeeperProcess server) : SessionSuite(server), IClassFixture<ZooKeeperProcess>;
