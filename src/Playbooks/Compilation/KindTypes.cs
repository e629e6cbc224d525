using System.Collections.Frozen;
using System.Reflection;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>
/// The part of a kind's project that is language for playbooks: the types it names, their neighbours that only the program can make (so that they are
/// bound to a run), and the types that all their public verbs take and return.
/// </summary>
internal static class KindTypes
{
    /// <summary>Full names. Types of other assemblies are not among them, nor are clusters and kinds themselves.</summary>
    public static FrozenSet<string> Of(IClusterKind kind)
    {
        List<Type> named = [.. kind.PlaybookTypes, .. kind.NodeTypes];
        var assemblies = named.Select(type => type.Assembly).ToHashSet();
        var known = new HashSet<Type>();
        var open = new Queue<Type>(named.Concat(named.SelectMany(Neighbours)));
        while (open.TryDequeue(out var type))
        {
            foreach (var part in Parts(type))
            {
                if (!assemblies.Contains(part.Assembly) || typeof(ICluster).IsAssignableFrom(part) || typeof(IClusterKind).IsAssignableFrom(part) || !known.Add(part)) continue;
                foreach (var next in Mentioned(part)) open.Enqueue(next);
            }
        }

        return known.Select(type => type.FullName!).ToFrozenSet(StringComparer.Ordinal);
    }

    private static IEnumerable<Type> Neighbours(Type named) => named.Assembly.GetExportedTypes()
        .Where(type => type.Namespace == named.Namespace && type is { IsClass: true, IsAbstract: false, IsNested: false } && type.GetConstructors().Length == 0);

    private static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags Verbs = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Verbs);
        IEnumerable<Type> all =
        [
            .. methods.Select(method => method.ReturnType), .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. type.GetInterfaces(), .. type.GetFields(Verbs).Select(field => field.FieldType),
        ];
        return type.BaseType is { } parent ? all.Append(parent) : all;
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
