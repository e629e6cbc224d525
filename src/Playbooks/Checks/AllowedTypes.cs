using System.Collections.Frozen;

namespace Nightshift.Playbooks;

/// <summary>What playbooks may use of the framework and of this program. What is not listed is refused.</summary>
internal static class AllowedTypes
{
    /// <summary>Types of the framework by full metadata name, each pure: the same arguments give the same result in every process.</summary>
    public static readonly FrozenSet<string> Framework = Names(
        "System",
        "Object Void Boolean Char Byte SByte Int16 UInt16 Int32 UInt32 Int64 UInt64 Int128 UInt128 Single Double Decimal String Enum ValueType Nullable`1 Nullable Array",
        "Delegate MulticastDelegate Predicate`1 Comparison`1 Converter`2 Index Range TimeSpan DateTime DateTimeOffset DateOnly TimeOnly DayOfWeek Math Version Guid Uri",
        "Action Action`1 Action`2 Action`3 Action`4 Func`1 Func`2 Func`3 Func`4 Func`5 Tuple`1 Tuple`2 Tuple`3 Tuple`4",
        "ValueTuple ValueTuple`1 ValueTuple`2 ValueTuple`3 ValueTuple`4 ValueTuple`5 ValueTuple`6 ValueTuple`7 ValueTuple`8",
        "Exception InvalidOperationException ArgumentException ArgumentNullException ArgumentOutOfRangeException FormatException TimeoutException OverflowException",
        "NotSupportedException OperationCanceledException AggregateException IndexOutOfRangeException DivideByZeroException InvalidCastException ArithmeticException",
        "SystemException NullReferenceException NotImplementedException",
        "IDisposable IAsyncDisposable IEquatable`1 IComparable IComparable`1 IFormattable IFormatProvider ISpanFormattable ICloneable IParsable`1 ISpanParsable`1",
        "StringComparison StringComparer StringSplitOptions Convert Span`1 ReadOnlySpan`1 MemoryExtensions Attribute FlagsAttribute ObsoleteAttribute MidpointRounding")
        .Concat(Names("System.Collections", "IEnumerable IEnumerator IList ICollection IDictionary IComparer IEqualityComparer IStructuralEquatable IStructuralComparable"))
        .Concat(Names(
            "System.Collections.Generic",
            "IEnumerable`1 IEnumerator`1 IAsyncEnumerable`1 IAsyncEnumerator`1 ICollection`1 IList`1 ISet`1 IDictionary`2 IReadOnlyCollection`1 IReadOnlyList`1 IReadOnlySet`1",
            "IReadOnlyDictionary`2 IComparer`1 IEqualityComparer`1 Comparer`1 EqualityComparer`1 KeyValuePair KeyValuePair`2 KeyNotFoundException CollectionExtensions",
            "List`1 List`1+Enumerator HashSet`1 HashSet`1+Enumerator Dictionary`2 Dictionary`2+Enumerator Dictionary`2+KeyCollection Dictionary`2+ValueCollection Dictionary`2+KeyCollection+Enumerator",
            "Dictionary`2+ValueCollection+Enumerator Queue`1 Queue`1+Enumerator Stack`1 Stack`1+Enumerator LinkedList`1 LinkedListNode`1 PriorityQueue`2 SortedDictionary`2 SortedSet`1 SortedList`2"))
        .Concat(Names(
            "System.Collections.Immutable",
            "ImmutableArray ImmutableArray`1 ImmutableArray`1+Enumerator ImmutableList ImmutableList`1 ImmutableSortedSet ImmutableSortedSet`1 ImmutableSortedDictionary ImmutableSortedDictionary`2",
            "ImmutableQueue`1 ImmutableStack`1 IImmutableList`1"))
        .Concat(Names("System.Collections.ObjectModel", "ReadOnlyCollection`1 ReadOnlyDictionary`2 Collection`1"))
        .Concat(Names("System.Linq", "Enumerable IGrouping`2 ILookup`2 Lookup`2 IOrderedEnumerable`1"))
        .Concat(Names("System.Text", "StringBuilder Rune StringRuneEnumerator"))
        .Concat(Names("System.Text.RegularExpressions", "Regex RegexOptions Match MatchCollection Group GroupCollection Capture CaptureCollection"))
        .Concat(Names("System.Globalization", "CultureInfo NumberStyles NumberFormatInfo"))
        .Concat(Names("System.Threading", "CancellationToken"))
        .Concat(Names("System.Threading.Tasks", "Task Task`1 ValueTask ValueTask`1"))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Types of this program that are the language itself.</summary>
    public static readonly FrozenSet<string> Own = Names("Nightshift.Runs", "Nothing Probe`1 Probe`1+Done Probe`1+Run Probe`1+Unknown RunAbandonedException")
        .Concat(Names("Nightshift.Clusters", "INode Nodes`1 Release ClusterStatus NodeStatus Health TableStatus OperationStatus Finding"))
        .Concat(Names("Nightshift.Playbooks", "PlaybookGlobals CommandAttribute HelpAttribute"))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Of these types only the named members, since the others read the machine or block.</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> OnlyMembers = new Dictionary<string, string>
    {
        ["System.Globalization.CultureInfo"] = "InvariantCulture",
        ["System.Threading.CancellationToken"] = "None",
        ["System.Threading.Tasks.Task"] = "CompletedTask FromResult",
        ["System.Threading.Tasks.Task`1"] = "",
        ["System.Threading.Tasks.ValueTask"] = "CompletedTask FromResult",
        ["System.Threading.Tasks.ValueTask`1"] = "",
        ["System.Delegate"] = "",
        ["System.MulticastDelegate"] = "",
        ["System.Attribute"] = ".ctor",
    }.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Split(' ').ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static FrozenSet<string> Names(string space, params string[] lines) =>
        lines.SelectMany(line => line.Split(' ')).Select(name => $"{space}.{name}").ToFrozenSet(StringComparer.Ordinal);
}
