using System.Text;
using System.Text.RegularExpressions;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Processes;

/// <summary>
/// The configuration that a release brings for one role: <c>config/&lt;role&gt;.ini</c> beside its <c>bin/</c>, with <c>@HOST@</c>, <c>@PORT@</c>, <c>@ROLE@</c>, <c>@TASK@</c>,
/// <c>@CLUSTER@</c> and <c>@DIRECTORY@</c> in the places where upstream's <c>run.sh</c> has such marks.
/// </summary>
/// <param name="Text">As it will be on the server's host.</param>
internal sealed partial record ReleaseConfiguration(string Text)
{
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <returns>Null when the release brings none for the role.</returns>
    /// <exception cref="ReleaseException">It cannot be read, or a mark in it has no value.</exception>
    public static async Task<ReleaseConfiguration?> ReadAsync(Release release, ServerDeployment server, CancellationToken cancellationToken)
    {
        var path = Path.Combine(release.Directory, "config", $"{server.Role}.ini");
        if (!File.Exists(path)) return null;
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new ReleaseException(release, $"{path} is larger than {MaxBytes} bytes");
            return new ReleaseConfiguration(Fill(release, server, await File.ReadAllTextAsync(path, cancellationToken)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReleaseException(release, $"{path} cannot be read: {fault.Message}");
        }
    }

    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    private static string Fill(Release release, ServerDeployment server, string template) => Mark().Replace(template, mark =>
        server.Values.TryGetValue(mark.Groups[1].Value.ToLowerInvariant(), out var value) && value.Length > 0
            ? value
            : throw new ReleaseException(release, $"its configuration for the {ServerRoles.ForPeople(server.Role)} has {mark.Value}, and nobody said what that is for {server.Endpoint}"));

    [GeneratedRegex("@([A-Z]+)@")]
    private static partial Regex Mark();
}
