using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Faults;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Deployment;

public sealed class OneboxCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("onebox-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("no command")]
    [InlineData("no command named sideways", "sideways")]
    [InlineData("no option named --colour", "up", "--colour", "red")]
    [InlineData("--port-offset needs a value", "up", "--port-offset")]
    [InlineData("--port-offset x is not a number", "up", "--port-offset", "x")]
    [InlineData("--timing slow is neither short nor upstream", "up", "openmldb", "--timing=slow")]
    [InlineData("unexpected tablet1", "up", "tablet1")]
    [InlineData("fault needs a node and a kind", "fault", "tablet1")]
    [InlineData("no fault named confusion", "fault", "127.0.0.1:10921", "confusion")]
    public async Task Run_WrongRequest_SaysWhatIsWrongAndReturnsTwo(string expected, params string[] args)
    {
        // A command that is wrong in itself is refused before anybody looks for a box.
        if (args is ["fault", ..]) await Description();

        var (exit, _, error) = await Run(args.Length == 0 ? args : [.. args[..1], "openmldb", "--dir", _directory, .. args[1..].Where(a => a != "openmldb")]);

        Assert.Equal(OneboxCommand.WrongRequest, exit);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_EmptyDirectory_SaysThatThereIsNoBox()
    {
        var (exit, _, error) = await Run("status", "--dir", _directory);

        Assert.Equal(OneboxCommand.Failed, exit);
        Assert.Equal($"{_directory} holds no box; bring it up first\n", error);
    }

    [Fact]
    public async Task Down_EmptyDirectory_HasNothingToDo()
    {
        var (exit, output, _) = await Run("down", "--dir", _directory);

        Assert.Equal((OneboxCommand.Done, $"{_directory} holds no box\n"), (exit, output));
    }

    [Fact]
    public async Task Up_OtherOptionsThanTheBoxWasMadeWith_AreRefused()
    {
        await Description();

        var (exit, _, error) = await Run("up", "--dir", _directory, "--tablets", "5");

        Assert.Equal(OneboxCommand.Failed, exit);
        Assert.Contains("holds a box with another set of components", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_PortTaken_NamesTheNodeAndChangesNothing()
    {
        var port = FreePorts.Next();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        taken.Start();

        var (exit, _, error) = await Run("up", "--dir", _directory, "--port-offset", $"{port - 10921}", "--zookeeper", $"127.0.0.1:{port}");

        Assert.Equal(OneboxCommand.Failed, exit);
        Assert.Equal($"127.0.0.1:{port} (tablet1): taken by another program; choose another port offset\n", error);
        Assert.Empty(Nightshift.Onebox.Deployment.Processes.ProcessTable.Under(_directory));
    }

    [Fact]
    public async Task Fault_ByComponentAndEndpoint_IsWrittenToThatNode()
    {
        var box = await Description();

        Assert.Equal(0, (await Run("fault", "tablet", "127.0.0.1:10921", "load-slow", "--delay", "3000", "--dir", _directory)).Exit);
        Assert.Equal(0, (await Run("fault", "nameserver", "op-hang", "--match", "kRecoverTableOP", "--count", "1", "--dir", _directory)).Exit);

        Assert.Equal([new("load-slow", "load-slow", DelayMs: 3000)], FaultsOf(box, "tablet1"));
        Assert.Empty(FaultsOf(box, "tablet2"));
        Assert.Equal([new("op-hang:kRecoverTableOP", "op-hang", "kRecoverTableOP", 1)], FaultsOf(box, "nameserver2"));

        Assert.Equal(0, (await Run("fault", "clear", "--dir", _directory)).Exit);
        Assert.All(box.Components, c => Assert.Empty(FaultsOf(box, c.Name)));
    }

    private static IReadOnlyList<Fault> FaultsOf(OneboxDescription box, string name) =>
        FaultFile.In(box.Components.Single(c => c.Name == name).Directory).Read();

    private async Task<OneboxDescription> Description()
    {
        var box = Topology.Describe(new OneboxOptions { Directory = _directory });
        await box.WriteAsync(CancellationToken.None);
        return box;
    }

    private static async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await OneboxCommand.RunAsync(args, output, error, TimeProvider.System, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }
}
