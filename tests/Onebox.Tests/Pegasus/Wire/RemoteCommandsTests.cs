using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Tests.Pegasus.Wire;

public sealed class RemoteCommandsTests
{
    private long _value = 600000;
    private bool _switch;

    [Theory]
    [InlineData("600000")]
    [InlineData("OK", "5")]
    [InlineData("ERR: invalid arguments", "0")]
    [InlineData("ERR: invalid arguments", "3000000000")]
    [InlineData("ERR: invalid arguments", "default")]
    [InlineData("OK", "DEFAULT")]
    public void Run_NumberUpTo25_AnswersText(string reply, params string[] arguments)
        => Assert.Equal(reply, Commands(WireGeneration.Address).Run("number", arguments));

    [Theory]
    [InlineData("{\n  \"error\": \"ok\",\n  \"number\": \"600000\"\n}")]
    [InlineData("{\n  \"error\": \"ok\"\n}", "5")]
    [InlineData("{\n  \"error\": \"ERR: invalid argument '-1', the value is not acceptable\"\n}", "-1")]
    [InlineData("{\n  \"error\": \"ok\",\n  \"number\": 77\n}", "default")]
    [InlineData("{\n  \"error\": \"ERR: invalid arguments '1 2', only one argument is acceptable\"\n}", "1", "2")]
    public void Run_NumberInMaster_AnswersJson(string reply, params string[] arguments)
        => Assert.Equal(reply, Commands(WireGeneration.HostPort).Run("number", arguments));

    [Theory]
    [InlineData(false, "false")]
    [InlineData(false, "OK", "true")]
    [InlineData(false, "ERR: invalid arguments", "True")]
    [InlineData(true, "{\n  \"error\": \"ok\",\n  \"switch\": \"false\"\n}")]
    [InlineData(true, "{\n  \"error\": \"ok\"\n}", "True")]
    [InlineData(true, "{\n  \"error\": \"ERR: invalid arguments, '1' is not a boolean\"\n}", "1")]
    public void Run_Switch_AnswersAsItsGeneration(bool master, string reply, params string[] arguments)
        => Assert.Equal(reply, Commands(master ? WireGeneration.HostPort : WireGeneration.Address).Run("switch", arguments));

    [Fact]
    public void Run_DefaultUpTo25_PutsTheStandardBack()
    {
        Commands(WireGeneration.Address).Run("number", ["DEFAULT"]);
        Assert.Equal(77, _value);
    }

    [Fact]
    public void Run_Unknown_SaysSoWithoutError()
        => Assert.Equal("unknown command 'meta.lb.assign_delay_ms'", Commands(WireGeneration.Address).Run("meta.lb.assign_delay_ms", []));

    [Fact]
    public void ServerInfo_BothGenerations_AsUpstreamWritesIt()
    {
        var start = new DateTimeOffset(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local));
        var identity = new ServerIdentity("2.4.0", "abc", start);
        Assert.Equal("Pegasus Server 2.4.0 (abc) Release, Started at 2024-01-01 00:00:00", identity.ServerInfo(WireGeneration.Address));
        Assert.Equal(
            "{\"build_type\":\"Release\",\"git_SHA\":\"abc\",\"start_time\":\"2024-01-01 00:00:00\",\"version\":\"2.4.0\"}",
            identity.ServerInfo(WireGeneration.HostPort));
    }

    private RemoteCommands Commands(WireGeneration generation)
    {
        var commands = new RemoteCommands(generation);
        commands.AddInt("number", () => _value, value => _value = value, () => 77, value => generation == WireGeneration.HostPort ? value >= 0 : value > 0);
        commands.AddBool("switch", () => _switch, value => _switch = value);
        return commands;
    }
}
