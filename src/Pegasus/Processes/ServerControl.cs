using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>The commands that start and stop one server.</summary>
/// <param name="Host">Where they run; not always where the server does.</param>
/// <param name="Unit">The systemd unit that they are about, on the server's own host; null for other kinds.</param>
/// <param name="IsScript">A script in the server's folder, which knows no more than a pid file; a tool of the site that says no has its reasons.</param>
internal sealed record ServerControl(IHost Host, HostCommand Start, HostCommand Stop, SystemdUnit? Unit = null, bool IsScript = false)
{
    /// <summary>As sentences name a command: without the folder that it lies in.</summary>
    public static string Name(HostCommand command)
    {
        var program = command.Arguments[0];
        return string.Join(' ', command.Arguments.Skip(1).Prepend(program[(program.LastIndexOf('/') + 1)..]));
    }

    /// <summary>What a person types.</summary>
    public string ByHand(bool start)
    {
        var command = start ? Start : Stop;
        var line = string.Join(' ', command.Environment.Select(variable => $"{variable.Key}={HandShell.Quote(variable.Value)}").Concat(command.Arguments.Select(HandShell.Quote)));
        return HandShell.On(Host.Address, command.WorkingDirectory is { } directory ? $"cd {HandShell.Quote(directory)} && {line}" : line);
    }
}
