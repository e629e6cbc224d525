namespace Nightshift.OpenMldb;

public sealed partial class OpenMldbKind
{
    public const string KindName = "openmldb";
}
