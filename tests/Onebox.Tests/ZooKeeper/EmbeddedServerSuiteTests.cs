using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.ZooKeeper;

public sealed class EmbeddedServerOperationsTests(EmbeddedServerProcess server) : OperationsSuite(server), IClassFixture<EmbeddedServerProcess>;

public sealed class EmbeddedServerWatchTests(EmbeddedServerProcess server) : WatchSuite(server), IClassFixture<EmbeddedServerProcess>;

public sealed class EmbeddedServerSessionTests(EmbeddedServerProcess server) : SessionSuite(server), IClassFixture<EmbeddedServerProcess>;
