using System.Collections.Concurrent;
using System.Text;

namespace Nightshift.Hosts.Shells;

/// <summary>The POSIX shell texts in Scripts/, put together for one call.</summary>
internal static class ScriptText
{
    private static readonly ConcurrentDictionary<string, string> Loaded = new();

    /// <summary>The named texts one after another.</summary>
    internal static string Of(params ReadOnlySpan<string> names)
    {
        var text = new StringBuilder();
        foreach (var name in names)
            text.Append(Loaded.GetOrAdd(name, Load)).Append('\n');
        return text.ToString();
    }

    /// <summary>A script that finds the arguments in $1, $2, … and frames its answer by the marker.</summary>
    internal static byte[] Assemble(Marker marker, string text, IEnumerable<string> arguments)
    {
        using var script = new MemoryStream();
        script.Write(Encoding.ASCII.GetBytes($"head={marker.Head} tail={marker.Tail}\nset --"));
        foreach (var argument in arguments)
        {
            script.WriteByte((byte)' ');
            script.Write(ShellWords.Quote(CommandRules.Bytes(argument)));
        }

        script.WriteByte((byte)'\n');
        script.Write(Encoding.UTF8.GetBytes(text));
        return script.ToArray();
    }

    /// <summary>Statements that put the command's environment in place.</summary>
    internal static string Prelude(HostCommand command) => string.Concat(command.Environment.Select(
        variable => $"export {variable.Key}={Encoding.UTF8.GetString(ShellWords.Quote(CommandRules.Bytes(variable.Value)))}\n"));

    /// <summary>Without comment lines, which the host has no use for.</summary>
    private static string Load(string name)
    {
        using var stream = typeof(ScriptText).Assembly.GetManifestResourceStream(name + ".sh")
            ?? throw new InvalidOperationException($"the program holds no script '{name}'");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Select(line => line.TrimStart()).Where(line => line.Length > 0 && line[0] != '#');
        return string.Join('\n', lines);
    }
}
