using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Nightshift.Playbooks;

/// <summary>The documentation of members, from the file that the compiler writes beside an assembly; nothing where that file is not shipped.</summary>
internal sealed class MemberHelp
{
    private readonly Dictionary<string, XElement> _members;

    public MemberHelp(string assembly) => _members = Read(Path.ChangeExtension(assembly, ".xml"))
        .Where(member => member.Attribute("name") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Lines of XML, each to stand behind <c>///</c>.</summary>
    public IEnumerable<string> Of(ISymbol member)
    {
        if (member.GetDocumentationCommentId() is not { } id || !_members.TryGetValue(id, out var element)) return [];
        var inherited = (string?)element.Element("inheritdoc")?.Attribute("cref");
        var own = inherited is not null && _members.TryGetValue(inherited, out var from) ? from : element;
        return own.Elements().SelectMany(part => part.ToString(SaveOptions.DisableFormatting).Split('\n')).Select(line => line.Trim());
    }

    private static IEnumerable<XElement> Read(string file)
    {
        try
        {
            return File.Exists(file) ? XDocument.Load(file).Descendants("member") : [];
        }
        catch (XmlException)
        {
            // Completion without words of help is still completion.
            return [];
        }
    }
}
