using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// Faults of one server: numbers by name, from <c>[onebox]</c> of its configuration and by the remote command
/// <c>onebox.fault &lt;name&gt; &lt;value&gt;</c>. Two concern every server: <c>drop_requests.&lt;RPC&gt;</c> and <c>drop_answers.&lt;RPC&gt;</c>, how many
/// of those are still to be lost; -1: all.
/// </summary>
internal sealed class OneboxFaults(IPegasusConfiguration configuration, ILogger log) : IWireFaults
{
    private const string Section = "onebox";
    private readonly ConcurrentDictionary<string, int> _values = new(StringComparer.Ordinal);

    /// <summary>The value of a fault; 0 when it is off.</summary>
    public int this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? value : configuration.Int(Section, name, 0);
        set
        {
            log.FaultSet(name, value);
            _values[name] = value;
        }
    }

    /// <summary>Whether a fault that is counted strikes now; it is used up by one.</summary>
    public bool Take(string name)
    {
        while (true)
        {
            var left = this[name];
            if (left <= 0)
            {
                return left < 0;
            }

            // Only a fault that is on is remembered: the names of requests come from clients.
            if (_values.TryUpdate(name, left - 1, left) || _values.TryAdd(name, left - 1))
            {
                return true;
            }
        }
    }

    public bool DropsRequest(RpcCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Take($"drop_requests.{call.Name}");
    }

    public bool DropsAnswer(RpcCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Take($"drop_answers.{call.Name}");
    }

    /// <summary>Registers <c>onebox.fault</c>: with a name it answers the value, with a name and a number it sets it.</summary>
    public void Register(RemoteCommands commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        commands.Add("onebox.fault", Command);
    }

    private string Command(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 2 && int.TryParse(arguments[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            this[arguments[0]] = value;
            return "OK";
        }

        return arguments.Count == 1 ? this[arguments[0]].ToString(CultureInfo.InvariantCulture) : "ERR: onebox.fault <name> [value]";
    }
}
