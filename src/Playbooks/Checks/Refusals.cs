using Microsoft.CodeAnalysis;

namespace Nightshift.Playbooks;

internal static class Refusals
{
    public static string? ForUnknownName(Diagnostic error) => error.Id == "CS0" ? "" : null;
}
