using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.OpenMldb;

namespace Nightshift.Onebox;

/// <summary>One component as the process that it is run in, chosen by its flags as OpenMLDB's own binary does.</summary>
internal static class RoleProgram
{
    private const int WrongRequest = 2;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var version = ReleaseTrailer.Read("/proc/self/exe") ?? ReleaseTrailer.FullVersion(Topology.FirstVersion);
        switch (Role(args))
        {
            case OneboxComponent.Tablet or OneboxComponent.Nameserver:
                return await OpenMldbNode.RunAsync(args, version, cancellationToken);
            case var role:
                await Console.Error.WriteLineAsync(role is null ? "no role: give --role or --flagfile" : $"no role named {role}");
                return WrongRequest;
        }
    }

    /// <summary><c>--role</c> of the command line, else of the flag file.</summary>
    private static string? Role(string[] args)
    {
        if (Value(args, "role") is { } role) return role;
        return Value(args, "flagfile") is { } file && File.Exists(file) ? Value(File.ReadAllLines(file), "role") : null;
    }

    private static string? Value(IEnumerable<string> lines, string flag) => lines
        .Select(line => line.Trim().TrimStart('-'))
        .Where(line => line.StartsWith($"{flag}=", StringComparison.Ordinal))
        .Select(line => line[(flag.Length + 1)..])
        .LastOrDefault();
}
