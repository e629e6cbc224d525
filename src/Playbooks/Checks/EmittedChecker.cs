namespace Nightshift.Playbooks;

internal static class EmittedChecker
{
    public static void Check(byte[] assembly, PlaybookReferences references, Action<string> fault) => _ = (assembly, references, fault);
}
