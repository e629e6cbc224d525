using System.Collections.Concurrent;
using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Wire.Commands;

/// <summary>
/// The remote commands of a server, which come and go while it runs. Texts up to 2.5, JSON in master (<c>src/utils/command_manager.h</c>).
/// </summary>
internal sealed class RemoteCommands(WireGeneration generation)
{
    private const string InvalidArguments = "ERR: invalid arguments";
    private readonly ConcurrentDictionary<string, Func<IReadOnlyList<string>, string>> _commands = new(StringComparer.Ordinal);

    /// <summary>Whether replies are master's JSON.</summary>
    public bool Json => generation == WireGeneration.HostPort;

    public void Add(string name, Func<IReadOnlyList<string>, string> run) => _commands[name] = run;

    public void Remove(string name) => _commands.TryRemove(name, out _);

    /// <summary>A number that can be asked, set, and put back by <c>DEFAULT</c>.</summary>
    /// <param name="accepts">Which numbers are allowed.</param>
    public void AddInt(string name, Func<long> get, Action<long> set, Func<long> standard, Func<long, bool> accepts)
        => Add(name, arguments => Json ? IntJson(name, arguments, get, set, standard, accepts) : IntText(arguments, get, set, standard, accepts));

    /// <summary>A switch that can be asked and set.</summary>
    public void AddBool(string name, Func<bool> get, Action<bool> set)
        => Add(name, arguments => Json ? BoolJson(name, arguments, get, set) : BoolText(arguments, get, set));

    /// <summary>The reply of a command; there is no error beside it.</summary>
    public string Run(string command, IReadOnlyList<string> arguments)
        => _commands.TryGetValue(command, out var run) ? run(arguments) : $"unknown command '{command}'";

    /// <summary>Answers <c>RPC_CLI_CLI_CALL</c>.</summary>
    public ValueTask<RpcAnswer> AnswerAsync(RpcCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var request = call.Read<CommandRequest>();
        return ValueTask.FromResult(RpcAnswer.Text(Run(request.Command, request.Arguments)));
    }

    private static string IntText(IReadOnlyList<string> arguments, Func<long> get, Action<long> set, Func<long> standard, Func<long, bool> accepts)
    {
        if (arguments.Count == 0)
        {
            return get().ToString(CultureInfo.InvariantCulture);
        }

        if (arguments[0] == "DEFAULT")
        {
            set(standard());
            return "OK";
        }

        if (!int.TryParse(arguments[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || !accepts(value))
        {
            return InvalidArguments;
        }

        set(value);
        return "OK";
    }

    private static string IntJson(
        string name, IReadOnlyList<string> arguments, Func<long> get, Action<long> set, Func<long> standard, Func<long, bool> accepts)
    {
        if (arguments.Count == 0)
        {
            return CommandJson.Dump(("error", "ok"), (name, get().ToString(CultureInfo.InvariantCulture)));
        }

        if (arguments.Count > 1)
        {
            return CommandJson.Dump(("error", $"{InvalidArguments} '{string.Join(' ', arguments)}', only one argument is acceptable"));
        }

        if (arguments[0].Equals("DEFAULT", StringComparison.OrdinalIgnoreCase))
        {
            set(standard());
            return CommandJson.Dump(("error", "ok"), (name, standard()));
        }

        if (!int.TryParse(arguments[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || !accepts(value))
        {
            return CommandJson.Dump(("error", $"ERR: invalid argument '{arguments[0]}', the value is not acceptable"));
        }

        set(value);
        return CommandJson.Dump(("error", "ok"));
    }

    private static string BoolText(IReadOnlyList<string> arguments, Func<bool> get, Action<bool> set)
    {
        if (arguments.Count == 0)
        {
            return get() ? "true" : "false";
        }

        if (arguments[0] is not ("true" or "false"))
        {
            return InvalidArguments;
        }

        set(arguments[0] == "true");
        return "OK";
    }

    private static string BoolJson(string name, IReadOnlyList<string> arguments, Func<bool> get, Action<bool> set)
    {
        if (arguments.Count == 0)
        {
            return CommandJson.Dump(("error", "ok"), (name, get() ? "true" : "false"));
        }

        if (arguments.Count > 1)
        {
            return CommandJson.Dump(("error", $"{InvalidArguments}, only one boolean argument is acceptable"));
        }

        if (!bool.TryParse(arguments[0], out var value))
        {
            return CommandJson.Dump(("error", $"{InvalidArguments}, '{arguments[0]}' is not a boolean"));
        }

        set(value);
        return CommandJson.Dump(("error", "ok"));
    }
}
