namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>A server's <c>config.ini</c>: values by section and key, and the default where the file has none.</summary>
internal interface IPegasusConfiguration
{
    string Text(string section, string key, string otherwise);

    int Int(string section, string key, int otherwise);

    bool Bool(string section, string key, bool otherwise);
}
