using System.Diagnostics.CodeAnalysis;

namespace Nightshift.ZooKeeper;

/// <summary>An absolute path of a node, such as <c>/openmldb/nodes</c>. Checked by the rules of upstream's <c>PathUtils.validatePath</c>.</summary>
public readonly record struct ZNodePath : IComparable<ZNodePath>
{
    private readonly string? _text;

    private ZNodePath(string text) => _text = text;

    public static ZNodePath Root => new("/");

    /// <summary>The last part; empty for the root.</summary>
    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>The node above; the root's is the root.</summary>
    public ZNodePath Parent => Text.LastIndexOf('/') is > 0 and var slash ? new(Text[..slash]) : Root;

    private string Text => _text ?? "/";

    /// <exception cref="FormatException">The text is no node path.</exception>
    public static ZNodePath Parse(string text) => Fault(text) is { } fault
        ? throw new FormatException($"'{text}' is no ZooKeeper path: {fault}")
        : new ZNodePath(text);

    public static bool TryParse([NotNullWhen(true)] string? text, out ZNodePath path)
    {
        var ok = text is not null && Fault(text) is null;
        path = ok ? new ZNodePath(text!) : Root;
        return ok;
    }

    public static ZNodePath operator /(ZNodePath parent, string name) => parent.Child(name);

    public static bool operator <(ZNodePath left, ZNodePath right) => left.CompareTo(right) < 0;

    public static bool operator >(ZNodePath left, ZNodePath right) => left.CompareTo(right) > 0;

    public static bool operator <=(ZNodePath left, ZNodePath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ZNodePath left, ZNodePath right) => left.CompareTo(right) >= 0;

    /// <summary>The same as <c>path / name</c>; <paramref name="name"/> may have several parts.</summary>
    /// <exception cref="FormatException">The result is no node path.</exception>
    public ZNodePath Child(string name) => Parse(Text == "/" ? "/" + name : Text + "/" + name);

    /// <summary>Ordinal.</summary>
    public int CompareTo(ZNodePath other) => string.CompareOrdinal(Text, other.Text);

    public bool Equals(ZNodePath other) => Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    /// <summary>Why a text is no node path; null when it is one.</summary>
    internal static string? Fault(string text)
    {
        if (text.Length == 0 || text[0] != '/')
            return "it must start with '/'";
        if (text.Length == 1)
            return null;
        if (text[^1] == '/')
            return "it must not end with '/'";
        foreach (var part in text[1..].Split('/'))
        {
            if (part.Length == 0)
                return "a part is empty";
            if (part is "." or "..")
                return "relative parts are not allowed";
            if (part.Any(IsForbidden))
                return $"character U+{(int)part.First(IsForbidden):X4} is not allowed";
        }

        return null;
    }

    private static bool IsForbidden(char c) =>
        c is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0';
}
