namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// A server's <c>config.ini</c>: values by section and key, and the default where the file has none. Read again at each use, so that a
/// value changed by <c>/updateConfig</c> acts at once.
/// </summary>
internal interface IPegasusConfiguration
{
    /// <summary>Names of all sections, in the file's order.</summary>
    IReadOnlyList<string> Sections { get; }

    string Text(string section, string key, string otherwise);

    int Int(string section, string key, int otherwise);

    bool Bool(string section, string key, bool otherwise);

    /// <summary>
    /// The reply of <c>config-dump</c> (<c>configuration::dump</c>): per section <c>[name]</c>, per key a line <c>; description</c>, a line
    /// <c>key = value</c> and an empty one, and an empty line after each section.
    /// </summary>
    string Dump();
}
