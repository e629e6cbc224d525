using System.Text.RegularExpressions;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Master's choice of tables by name (<c>idl/utils.thrift</c>, <c>pattern_match_type</c>).</summary>
internal static class NamePattern
{
    public static bool Matches(string name, ListAppsRequest request)
    {
        var pattern = request.AppNamePattern!;
        return request.MatchType switch
        {
            1 => true,
            2 => name == pattern,
            3 => name.Contains(pattern, StringComparison.Ordinal),
            4 => name.StartsWith(pattern, StringComparison.Ordinal),
            5 => name.EndsWith(pattern, StringComparison.Ordinal),
            6 => Regex.IsMatch(name, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
            _ => false,
        };
    }
}
