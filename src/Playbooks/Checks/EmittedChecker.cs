using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Nightshift.Playbooks;

/// <summary>
/// The last look, at what the compiler really wrote: every type and member that the assembly refers to is allowed, or belongs to what compilers put in for
/// async functions, records and interpolation. Whatever way around the rules on the source somebody finds, it ends here, without a line.
/// </summary>
internal static class EmittedChecker
{
    private static readonly string[] CompilerTypes =
    [
        "System.Environment", "System.Type", "System.RuntimeTypeHandle", "System.RuntimeFieldHandle", "System.ParamArrayAttribute", "System.IntPtr",
        "System.Diagnostics.DebuggableAttribute", "System.Diagnostics.DebuggableAttribute+DebuggingModes", "System.Diagnostics.DebuggerDisplayAttribute", "System.Diagnostics.DebuggerBrowsableAttribute",
        "System.Diagnostics.DebuggerBrowsableState", "System.Diagnostics.DebuggerHiddenAttribute", "System.Diagnostics.DebuggerStepThroughAttribute",
        "System.Reflection.DefaultMemberAttribute", "System.Runtime.ExceptionServices.ExceptionDispatchInfo", "System.Runtime.InteropServices.MemoryMarshal",
        "System.Runtime.InteropServices.CollectionsMarshal", "System.Runtime.InteropServices.InAttribute", "System.Threading.Interlocked",
        "System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore`1", "System.Threading.Tasks.Sources.IValueTaskSource`1", "System.Threading.Tasks.Sources.IValueTaskSource",
        "System.Threading.Tasks.Sources.ValueTaskSourceStatus", "System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags",
        "Microsoft.CodeAnalysis.EmbeddedAttribute",
    ];

    // Of types that are otherwise refused: iterators ask for their thread, records compare their types.
    private static readonly string[] CompilerMembers =
    [
        "System.Environment.get_CurrentManagedThreadId", "System.Type.GetTypeFromHandle", "System.Type.op_Equality", "System.Type.op_Inequality",
    ];

    private static readonly string[] Refused = ["System.Runtime.CompilerServices.ModuleInitializerAttribute", "System.Runtime.CompilerServices.UnsafeAccessorAttribute"];

    /// <param name="fault">Takes one sentence per thing that is not allowed.</param>
    public static void Check(byte[] assembly, PlaybookReferences references, Action<string> fault)
    {
        using var file = new PEReader(new MemoryStream(assembly, writable: false));
        var metadata = file.GetMetadataReader();
        if (metadata.GetTableRowCount(TableIndex.ImplMap) + metadata.GetTableRowCount(TableIndex.ModuleRef) > 0) fault("native code is not for playbooks");
        foreach (var handle in metadata.TypeReferences)
        {
            var name = NameOf(metadata, handle);
            if (!IsAllowed(name, references)) fault(Refusals.OfType(name));
        }

        foreach (var reference in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (reference.Parent.Kind != HandleKind.TypeReference) continue;
            var type = NameOf(metadata, (TypeReferenceHandle)reference.Parent);
            var member = metadata.GetString(reference.Name);
            if (!IsAllowedMember(type, member)) fault(Refusals.OfMember(type, Plain(member)));
        }
    }

    private static bool IsAllowed(string type, PlaybookReferences references) =>
        AllowedTypes.Framework.Contains(type) || AllowedTypes.Own.Contains(type) || references.IsOfKind(type) || CompilerTypes.Contains(type)
        || (type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && !Refused.Contains(type));

    private static bool IsAllowedMember(string type, string member) => type is "System.Environment" or "System.Type"
        ? CompilerMembers.Contains($"{type}.{member}")
        : Plain(member) is "GetAwaiter" or "GetHashCode" || !Refusals.IsRefusedMember(type, Plain(member));

    private static string Plain(string member) =>
        member.StartsWith("get_", StringComparison.Ordinal) || member.StartsWith("set_", StringComparison.Ordinal) ? member[4..] : member;

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference) return $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}";
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
